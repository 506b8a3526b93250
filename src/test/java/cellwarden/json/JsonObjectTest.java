package cellwarden.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonObjectTest {

  @Test
  void givesEachValueAsWhatItIs() throws Exception {
    JsonObject object =
        parse(
            """
            {"a":1,"b":-2.5,"c":"ä","d":true,"e":null,"f":[1,[2,"x"],null],"g":{"h":3},"i":1e3,
             "big":18446744073709551616}
            """);

    assertThat(object.whole("a")).hasValue(1);
    assertThat(object.number("a")).hasValue(1);
    assertThat(object.whole("b")).isEmpty();
    assertThat(object.number("b")).hasValue(-2.5);
    assertThat(object.text("c")).contains("ä");
    assertThat(object.text("a")).isEmpty();
    assertThat(object.number("d")).isEmpty();
    assertThat(object.has("e")).isTrue();
    assertThat(object.text("e")).isEmpty();
    assertThat(object.has("x")).isFalse();
    assertThat(object.list("f").orElseThrow()).isEqualTo(Arrays.asList(1L, List.of(2L, "x"), null));
    assertThat(object.object("g").orElseThrow().whole("h")).hasValue(3);
    assertThat(object.whole("i")).isEmpty();
    assertThat(object.number("i")).hasValue(1000);
    assertThat(object.whole("big")).isEmpty();
    assertThat(object.number("big")).hasValue(0x1p64);
  }

  @Test
  void takesOneTextForAListOfOne() throws Exception {
    JsonObject object = parse("{\"one\":\"a\",\"two\":[\"a\",\"b\",3],\"none\":7}");

    assertThat(object.texts("one")).containsExactly("a");
    assertThat(object.texts("two")).containsExactly("a", "b");
    assertThat(object.texts("none")).isEmpty();
    assertThat(object.texts("missing")).isEmpty();
  }

  @Test
  void keepsOnlyWhatIsWantedButReadsAll() throws Exception {
    byte[] line = "xx{\"a\":1,\"b\":{\"a\":2},\"c\":3}yy".getBytes(StandardCharsets.UTF_8);
    JsonObject object = JsonObject.parseOnly(Set.of("a", "c"), line, 2, line.length - 4);

    assertThat(object.whole("a")).hasValue(1);
    assertThat(object.has("b")).isFalse();
    assertThat(object.whole("c")).hasValue(3);
    assertThat(
            catchThrowableOfType(
                JsonException.class,
                () -> JsonObject.parseOnly(Set.of("a"), line, 2, line.length - 5)))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":1}x",
        "{\"a\":1}{}",
        "[1]",
        "1",
        "null",
        "{\"a\":01}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":NaN}",
        "\u0000\u0000",
        "{\"a\":fals"
      })
  void refusesWhatIsNoWholeObject(String text) {
    assertThat(catchThrowableOfType(JsonException.class, () -> parse(text))).isNotNull();
  }

  @Test
  void saysWhereTheTroubleIs() {
    JsonException trouble =
        catchThrowableOfType(JsonException.class, () -> parse("{\"a\":1,\n\"b\":x}"));

    assertThat(trouble.line()).isEqualTo(2);
    assertThat(trouble.offset()).isEqualTo(12);
  }

  @Test
  void givesTimesThatACalendarHas() throws Exception {
    assertThat(parse("{\"t\":\"2026-11-22T14:00:00.123Z\"}").time("t"))
        .hasValue(Instant.parse("2026-11-22T14:00:00.123Z"));
    for (String odd :
        new String[] {
          "7",
          "\"noon\"",
          "\"-1000000000-01-01T00:00:00Z\"",
          "\"-0001-12-31T23:59:59Z\"",
          "\"+10000-01-01T00:00:00Z\"",
          "\"+292278994-08-17T07:12:55.808Z\""
        }) {
      assertThat(parse("{\"t\":" + odd + "}").time("t")).as(odd).isEmpty();
    }
    assertThat(parse("{}").time("t")).isEmpty();
  }

  /// Whatever a disk made of a line, it is an object or it is not; nothing else is thrown.
  @Test
  void survivesAnyDamage() {
    byte[] line =
        "{\"seq\":1,\"cells\":[3.3,3.4],\"link\":{\"x\":null}}".getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < line.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] damaged = line.clone();
        damaged[at] = (byte) value;
        try {
          JsonObject.parse(damaged);
        } catch (JsonException e) {
          assertThat(e.line()).isPositive();
        }
      }
    }
  }

  private static JsonObject parse(String text) throws JsonException {
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
