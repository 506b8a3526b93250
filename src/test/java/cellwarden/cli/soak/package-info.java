@NullMarked
package cellwarden.cli.soak;

import org.jspecify.annotations.NullMarked;
