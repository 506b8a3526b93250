/// Files that are whole.
@NullMarked
package cellwarden.file;

import org.jspecify.annotations.NullMarked;
