@NullMarked
package cellwarden.settings;

import org.jspecify.annotations.NullMarked;
