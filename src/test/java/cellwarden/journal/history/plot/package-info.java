/// Tests of axes and plots.
@NullMarked
package cellwarden.journal.history.plot;

import org.jspecify.annotations.NullMarked;
