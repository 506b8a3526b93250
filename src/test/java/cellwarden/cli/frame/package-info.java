@NullMarked
package cellwarden.cli.frame;

import org.jspecify.annotations.NullMarked;
