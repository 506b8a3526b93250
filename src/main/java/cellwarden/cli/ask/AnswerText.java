package cellwarden.cli.ask;

import cellwarden.battery.Metric;
import cellwarden.json.JsonObject;
import cellwarden.render.table.Look;
import cellwarden.render.table.TextTable;
import cellwarden.render.table.ValueText;
import cellwarden.text.Printable;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The data of an answer for a person.
record AnswerText(PrintStream out, Look look) {

  private static final String INDENT = "  ";

  /// A sample, or one for each battery.
  void samples(JsonObject data) {
    if (data.has("battery")) {
      sample(data);
      return;
    }
    for (String battery : data.names().stream().sorted().toList()) {
      out.println(Printable.of(battery));
      data.object(battery).ifPresent(this::sample);
    }
  }

  private void sample(JsonObject line) {
    TextTable table = TextTable.of(0, 0);
    line.text("time").ifPresent(time -> table.row("Time", Printable.of(time)));
    for (Metric metric : Metric.values()) {
      if (line.has(metric.key())) {
        table.row(
            metric.label(),
            ValueText.measured(
                line.value(metric.key()).orElse(null),
                "unknown",
                INDENT,
                metric.digits(),
                metric.unit()));
      }
    }
    List<String> suspect = line.texts("suspect");
    if (!suspect.isEmpty()) {
      table.row("Suspect", Printable.of(String.join(", ", suspect)));
    }
    table.print(out, look);
  }

  /// Anything else, one name a line, what is in it further to the right.
  void object(JsonObject data) {
    object(data, "");
  }

  private void object(JsonObject data, String indent) {
    for (String name : data.names()) {
      line(indent + Printable.of(name) + ":", data.value(name).orElse(null), indent + INDENT);
    }
  }

  private void line(String head, @Nullable Object value, String indent) {
    switch (value) {
      case JsonObject object -> {
        out.println(object.names().isEmpty() ? head + " none" : head);
        object(object, indent);
      }
      case List<?> list when list.stream().anyMatch(JsonObject.class::isInstance) -> {
        out.println(head);
        list.forEach(item -> line(indent + "-", item, indent + INDENT));
      }
      case Boolean flag -> out.println(head + (flag ? " yes" : " no"));
      case null, default ->
          out.println(
              head
                  + " "
                  + ValueText.forPeople(
                      value, "unknown", ", ", item -> Printable.of(item.toString())));
    }
  }
}
