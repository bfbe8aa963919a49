"""A result in, a source project out that brings the sandbox to production's shape. It only reads; it never deploys."""
