package cellwarden.cli.history;

import cellwarden.history.Grid;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.render.plot.Theme;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What the user asked `history` for, checked.
///
/// @param grid empty shows samples
/// @param named whether the user said which fields; else they suit the format
/// @param output empty is standard output
record HistoryRequest(
    HistoryQuery query,
    Optional<Grid> grid,
    boolean named,
    HistoryFormat format,
    Optional<Path> output,
    ZoneId zone,
    Theme theme,
    Instant now) {

  List<HistoryField> fields() {
    return query.fields();
  }
}
