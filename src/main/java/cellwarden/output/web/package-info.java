/// The page, the interface for programs and live events over HTTP, by the server of the JDK.
///
/// [cellwarden.output.web.WebOutput] keeps it up; [cellwarden.output.web.WebServer] is all that
/// knows the library: what holds for each request, limits and headers, stands there;
/// [cellwarden.output.web.Access] says who may ask what.
@NullMarked
package cellwarden.output.web;

import org.jspecify.annotations.NullMarked;
