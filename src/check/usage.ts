export const USAGE = `Usage: nestjs-etag check <url | file>… [options]

Checks how an API handles conditional requests (RFC 9110), by GET, HEAD and OPTIONS alone.

  <url>                     a resource, or an OpenAPI document
  <file>                    an OpenAPI document, or a list of URLs, one a line
                            (a document in YAML needs the package "yaml" or "js-yaml" beside this one)

  --server <url>            where the API of a document is
  --header 'Name: value'    a field of every request, such as Authorization; may be repeated
  --param name=value        a value for a parameter of a document; may be repeated
  --writes 'PUT /path {…}'  allows this write, to check for lost updates. It is sent often, and changes
                            the resource. {{n}} in the body becomes another number each time
  --ignore rule,rule        rules that are not checked
  --timeout <seconds>       for one response; default 10
  --max-bytes <octets>      of one response; default 10485760
  --json                    the report as JSON on standard output
  --junit <file>            the report as JUnit XML
  --help

The exit code is 0 where no rule is broken, 1 where one is or a route could not be checked, and 2 where
there was nothing to check.
`;

/** A mistake in the arguments, or an address that leads nowhere. The message says what to do about it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
