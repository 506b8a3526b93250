/// Where events go once they are journalled. Outputs never see each other.
@NullMarked
package cellwarden.output;

import org.jspecify.annotations.NullMarked;
