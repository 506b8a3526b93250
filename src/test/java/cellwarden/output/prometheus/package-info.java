@NullMarked
package cellwarden.output.prometheus;

import org.jspecify.annotations.NullMarked;
