/// What the user wants, as records: a file of the configuration becomes them, and the rooms take
/// them as they are. How they are written, checked and left out is for `config` to know.
@NullMarked
package cellwarden.settings;

import org.jspecify.annotations.NullMarked;
