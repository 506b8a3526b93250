/// Puts the rooms together: what a configuration describes, running.
///
/// The only room beside the commands that sees all others.
@NullMarked
package cellwarden.app;

import org.jspecify.annotations.NullMarked;
