/// `history` and what belongs to it: what the user may say, and how the answer is shown.
@NullMarked
package cellwarden.cli.history;

import org.jspecify.annotations.NullMarked;
