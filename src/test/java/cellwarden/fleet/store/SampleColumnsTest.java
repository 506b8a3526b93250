package cellwarden.fleet.store;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the table of samples to the table of metrics.
final class SampleColumnsTest {

  private static final Path MIGRATIONS = Path.of("src/main/resources/cellwarden/fleet/store");

  private static final Pattern COLUMN =
      Pattern.compile("(?m)^  ([a-z_]+) +([a-z]+(?: precision)?(?:\\[])?)(?: not null)?,?$");

  private static final Pattern ADDED =
      Pattern.compile("alter table sample add column ([a-z_]+) ([a-z]+(?: precision)?(?:\\[])?)");

  @Test
  void everyMetricHasAColumnOfItsType() throws IOException {
    Map<String, String> columns = columns();
    assertThat(columns).containsEntry("extra", "jsonb");
    assertThat(Metric.values())
        .allSatisfy(metric -> assertThat(columns).containsEntry(metric.key(), type(metric)));
  }

  private static String type(Metric metric) {
    boolean whole =
        metric.quantity() == Metric.Quantity.COUNT || metric.quantity() == Metric.Quantity.POSITION;
    return switch (metric.kind()) {
      case NUMBER -> whole ? "integer" : "double precision";
      case NUMBERS -> whole ? "integer[]" : "double precision[]";
      case FLAG -> "boolean";
      case TEXT -> "text";
      case TEXTS -> "text[]";
      case DATE -> "date";
    };
  }

  /// Of the first migration, and what later ones added.
  private static Map<String, String> columns() throws IOException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.sorted().collect(Collectors.toList())) {
        String sql = Files.readString(file);
        int begin = sql.indexOf("create table sample_columns (");
        if (begin >= 0) {
          COLUMN
              .matcher(sql.substring(begin, sql.indexOf(");", begin)))
              .results()
              .forEach(column -> columns.put(column.group(1), column.group(2)));
        }
        ADDED
            .matcher(sql)
            .results()
            .forEach(column -> columns.put(column.group(1), column.group(2)));
      }
    }
    return columns;
  }
}
