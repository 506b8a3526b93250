/// Recorded dialogues with batteries, fragment by fragment with their times: recording them, and
/// reading the files that Cellwarden and phones write.
@NullMarked
package cellwarden.capture;

import org.jspecify.annotations.NullMarked;
