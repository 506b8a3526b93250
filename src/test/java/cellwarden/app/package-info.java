@NullMarked
package cellwarden.app;

import org.jspecify.annotations.NullMarked;
