@NullMarked
package cellwarden.output.web;

import org.jspecify.annotations.NullMarked;
