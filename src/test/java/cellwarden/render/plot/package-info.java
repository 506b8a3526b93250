/// Tests of axes and plots.
@NullMarked
package cellwarden.render.plot;

import org.jspecify.annotations.NullMarked;
