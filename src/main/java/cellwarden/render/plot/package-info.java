/// Plots of a battery's history, to be shown around: one panel for each value above a common time
/// axis, as SVG or PNG.
///
/// A [cellwarden.render.plot.Plot] draws itself on a [cellwarden.render.plot.Canvas], of which
/// there are two. Text on a PNG is drawn from outlines that come with the program, so that a
/// machine without any fonts gives the same picture.
@NullMarked
package cellwarden.render.plot;

import org.jspecify.annotations.NullMarked;
