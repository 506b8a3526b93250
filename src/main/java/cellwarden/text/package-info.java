/// Text for people: what comes from outside must not steer the terminal that shows it.
@NullMarked
package cellwarden.text;

import org.jspecify.annotations.NullMarked;
