@NullMarked
package cellwarden.poll;

import org.jspecify.annotations.NullMarked;
