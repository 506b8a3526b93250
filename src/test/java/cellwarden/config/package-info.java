@NullMarked
package cellwarden.config;

import org.jspecify.annotations.NullMarked;
