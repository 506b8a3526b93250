/// Test doubles and fixtures that several rooms share: a clock that only tests move, links that
/// follow a script, a sink that remembers.
@NullMarked
package cellwarden.testing;

import org.jspecify.annotations.NullMarked;
