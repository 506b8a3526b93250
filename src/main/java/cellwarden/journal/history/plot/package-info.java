/// Plots of a battery's history, to be shown around: one panel for each value above a common time
/// axis, as SVG or PNG.
///
/// A [cellwarden.journal.history.plot.Plot] draws itself on a
/// [cellwarden.journal.history.plot.Canvas], of which there are two. Text on a PNG is drawn from
/// outlines that come with the program, so that a machine without any fonts gives the same picture.
@NullMarked
package cellwarden.journal.history.plot;

import org.jspecify.annotations.NullMarked;
