/// Captures: text, btsnoop, recording.
@NullMarked
package cellwarden.capture;

import org.jspecify.annotations.NullMarked;
