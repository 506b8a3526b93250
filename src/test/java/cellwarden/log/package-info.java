@NullMarked
package cellwarden.log;

import org.jspecify.annotations.NullMarked;
