// Salesforce's own library reads a folder in source format and converts it: node convert.mjs FOLDER VERSION OUTPUT.
// Prints what it made of it, as JSON: [[type, full name, files...], ...]. node_modules lies beside the current folder.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.cwd(), 'here.js'));
const sdr = require('@salesforce/source-deploy-retrieve');
const [folder, version, output] = process.argv.slice(2);
const set = sdr.ComponentSet.fromSource(folder);
set.sourceApiVersion = version;
const options = { type: 'directory', outputDirectory: output, genUniqueDir: false };
await new sdr.MetadataConverter().convert(set, 'metadata', options);
const parts = set.getSourceComponents().toArray().flatMap((one) => [one, ...one.getChildren()]);
const files = (one) => [one.xml, ...one.walkContent()].filter(Boolean);
console.log(JSON.stringify(parts.map((one) => [one.type.name, one.fullName, ...files(one)])));
