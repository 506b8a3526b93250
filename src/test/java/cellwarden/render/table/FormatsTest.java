package cellwarden.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.render.table.CsvFormat.Decimal;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.RowFormat.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatsTest {

  private static final Instant TIME = Instant.parse("2026-06-01T10:00:00.250Z");
  private static final List<Column> COLUMNS =
      List.of(
          new Column("voltage", "", "Voltage, V", 2, false),
          new Column("soc", "", "State of charge, %", 0, false),
          new Column("cells", "", "Cells, V", 3, true),
          new Column("protections", "", "Protections", 0, false),
          new Column("charge_fet", "", "Charge FET", 0, false),
          new Column("hardware_version", "", "Hardware", 0, false));

  @Test
  void writesCommaSeparatedValues() throws IOException {
    StringWriter out = new StringWriter();
    write(
        new CsvFormat(out, COLUMNS, Instant::toString, Decimal.POINT),
        row(13.31, 87L, List.of(3.328, 3.327), List.of(), true, "JBD, \"4S\""),
        row(null, null, null, List.of("cell_overvoltage", "short_circuit"), false, null));

    assertThat(out)
        .hasToString(
            "time,battery,voltage,soc,cells,protections,charge_fet,hardware_version\r\n"
                + "2026-06-01T10:00:00.250Z,my Battery,13.31,87,3.328 3.327,,true,\"JBD, \"\"4S\"\"\"\r\n"
                + "2026-06-01T10:00:00.250Z,my Battery,,,,cell_overvoltage short_circuit,false,\r\n");
  }

  /// A text keeps its points and commas, and is quoted for a semicolon.
  @Test
  void writesDecimalsWithACommaForSpreadsheets() throws IOException {
    StringWriter out = new StringWriter();
    write(
        new CsvFormat(out, COLUMNS, Instant::toString, Decimal.COMMA),
        row(-13.31, 87L, List.of(3.328, 3.327), List.of("a.b"), true, "V2.1, 4S"),
        row(0.0001, null, Arrays.asList(null, 3.3), List.of(), false, "a;b"));

    assertThat(out)
        .hasToString(
            """
            time;battery;voltage;soc;cells;protections;charge_fet;hardware_version
            2026-06-01T10:00:00.250Z;my Battery;-13,31;87;3,328 3,327;a.b;true;V2.1, 4S
            2026-06-01T10:00:00.250Z;my Battery;0,0001;;null 3,3;;false;"a;b"
            """
                .replace("\n", "\r\n"));
  }

  /// Blanks, commas and equals signs would end a tag; quotes and backslashes a text. `87i` is a
  /// whole number, 13.0 stays a decimal one.
  @Test
  void writesLineProtocol() throws IOException {
    StringWriter out = new StringWriter();
    write(
        new InfluxFormat(out, COLUMNS),
        row(13.0, 87L, List.of(3.328, 3.327), List.of(), true, "JBD \\ \"4S\""),
        new Row(TIME, "a,b=c d", values(1e-4, null, null, null, null, null)),
        row(null, null, null, null, null, null));

    assertThat(out)
        .hasToString(
            "cellwarden,battery=my\\ Battery voltage=13.0,soc=87i,cells.1=3.328,cells.2=3.327,"
                + "protections=\"\",charge_fet=true,hardware_version=\"JBD \\\\ \\\"4S\\\"\""
                + " 1780308000250000000\n"
                + "cellwarden,battery=a\\,b\\=c\\ d voltage=0.0001 1780308000250000000\n");
  }

  /// A board's text with ESC and LF in it: for people as it is written in source code, for programs
  /// as it came.
  @Test
  void controlCharactersDoNotReachTheTerminal() throws IOException {
    Row row = row(13.0, 87L, List.of(), List.of(), true, "J\033[31m\n");
    StringWriter table = new StringWriter();
    write(new TableFormat(table, COLUMNS, Instant::toString, TableFormat.Fit.ANY), row);
    StringWriter csv = new StringWriter();
    write(new CsvFormat(csv, COLUMNS, Instant::toString, Decimal.POINT), row);

    assertThat(table.toString()).endsWith("  J\\x1b[31m\\n\n");
    assertThat(csv.toString()).contains("J\033[31m\n");
  }

  @Test
  void writesJson() throws IOException {
    assertThat(json(true))
        .isEqualTo(
            """
            [
            {"time":"2026-06-01T10:00:00.250Z","battery":"my Battery","voltage":13.31,"soc":87,"cells":[3.328,null],"protections":[],"charge_fet":true,"hardware_version":null},
            {"as":"it is"}
            ]
            """);
    assertThat(json(false))
        .isEqualTo(
            """
            {"time":"2026-06-01T10:00:00.250Z","battery":"my Battery","voltage":13.31,"soc":87,"cells":[3.328,null],"protections":[],"charge_fet":true,"hardware_version":null}
            {"as":"it is"}
            """);
  }

  private static String json(boolean array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonFormat json = new JsonFormat(out, COLUMNS, Instant::toString, array);
    json.row(row(13.31, 87L, Arrays.asList(3.328, null), List.of(), true, null));
    json.object("{\"as\":\"it is\"}".getBytes(StandardCharsets.UTF_8));
    json.end();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesAnEmptyArray() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JsonFormat(out, COLUMNS, Instant::toString, true).end();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[]\n");
  }

  @Test
  void alignsATable() throws IOException {
    StringWriter out = new StringWriter();
    write(
        new TableFormat(out, COLUMNS, Instant::toString, TableFormat.Fit.ANY),
        row(13.3, 87L, List.of(3.328, 3.3), List.of(), true, "JBD"),
        row(-0.001, 100L, null, List.of("short_circuit"), false, null));

    assertThat(out)
        .hasToString(
            """
            Time                      Voltage, V  State of charge, %     Cells, V    Protections  Charge FET  Hardware
            2026-06-01T10:00:00.250Z       13.30                  87  3.328 3.300           none          on       JBD
            2026-06-01T10:00:00.250Z        0.00                 100            -  short_circuit         off         -
            """);
  }

  @Test
  void setsHeadingsOverGroups() throws IOException {
    StringWriter out = new StringWriter();
    List<Column> columns =
        List.of(
            new Column("a_min", "Voltage, V", "min", 1, false),
            new Column("a_max", "Voltage, V", "max", 1, false),
            new Column("b", "", "covered, %", 0, false),
            new Column("c", "A long heading", "in", 0, false));
    TableFormat table = new TableFormat(out, columns, _ -> "now", TableFormat.Fit.ANY);
    table.row(new Row(TIME, "a", values(1.0, 2.0, 3.0, 4.0)));
    table.end();

    assertThat(out)
        .hasToString(
            """
                  Voltage, V              A long heading
            Time    min  max  covered, %              in
            now     1.0  2.0           3               4
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "13.305, 2",
    "0.005, 2",
    "-0.004, 2",
    "0, 0",
    "99.96, 1",
    "1234567.891, 3",
    "-12.5, 1",
    "1e18, 2",
    "-1e-9, 3",
    "0.5, 0",
    "NaN, 2",
  })
  void roundsAsTheLibraryDoes(double value, int digits) {
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    assertThat(ValueText.fixed(value, digits))
        .isEqualTo(text.matches("-[0.]+") ? text.substring(1) : text);
  }

  private static void write(RowFormat format, Row... rows) throws IOException {
    for (Row row : rows) {
      format.row(row);
    }
    format.end();
  }

  private static Row row(@Nullable Object... values) {
    return new Row(TIME, "my Battery", values(values));
  }

  private static List<@Nullable Object> values(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
