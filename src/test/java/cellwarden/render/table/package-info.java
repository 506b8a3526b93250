/// Tests of the formats, letter by letter.
@NullMarked
package cellwarden.render.table;

import org.jspecify.annotations.NullMarked;
