// For `nest build --webpackPath`: the libraries, which Nest's own configuration leaves out, are in the bundle.
module.exports = (options) => ({ ...options, externals: [] });
