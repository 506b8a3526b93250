@NullMarked
package cellwarden.cli.simulate;

import org.jspecify.annotations.NullMarked;
