@NullMarked
package cellwarden.json;

import org.jspecify.annotations.NullMarked;
