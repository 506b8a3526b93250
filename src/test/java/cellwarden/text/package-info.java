@NullMarked
package cellwarden.text;

import org.jspecify.annotations.NullMarked;
