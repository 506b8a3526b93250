package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.Configuration;
import cellwarden.settings.MqttUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlSyntaxTest {
  /// In the first column ⏎ is a line feed and → a tab.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '¦',
      textBlock =
          """
          a:⏎→b: 1           | 2: a tab cannot indent; use blanks
          a: [1, 2⏎b: 3      | 1: this [ is not closed, or a comma is missing in it
          a: {b: 1           | 1: this { is not closed, or a comma is missing in it
          x: 1⏎a: 'x⏎b: 1⏎   | 2: this quotation mark is not closed
          a: "\\q"           | 1: unknown escape; use single quotes to keep a backslash
          a: 1⏎ b: 2         | 2: a colon too many, or a wrong indentation; quote a value that holds a colon
          a: b: c:           | 1: a colon too many, or a wrong indentation; quote a value that holds a colon
          a: @x              | 1: a value cannot start like this; put it in quotes
          a: 1⏎b: *y         | 2: a value that starts with * refers to another; put it in quotes
          a: & x             | 1: a value that starts with & names another; put it in quotes
          a: !<x b           | 1: a value cannot start like this; put it in quotes
          a: 1⏎---⏎b: 2      | 2: a second document starts here; remove the ---
          a:⏎  - b: 1⏎   c: 2 | 3: this line does not line up; check its indentation
          a: 1⏎b:2⏎c: 3      | 2: this key has no value; write it like key: value, with a blank after the colon
          a: }               | 1: this is not valid YAML; check quotes, colons and the indentation
          """)
  void syntaxProblemIsOneSentenceOfOurs(String yaml, String problem) {
    assertThat(Texts.problemsIn(yaml.replace('⏎', '\n').replace('→', '\t')))
        .containsExactly(problem);
  }

  @Test
  void valueMayEndWithAColonWithoutQuotes() throws ConfigurationException {
    Configuration configuration =
        Texts.read(
            """
            batteries:
              - name: a
                address: sim: # the simulator
              - address: sim:
                name: b
            mqtt:
              url: embedded:
            """);
    assertThat(configuration.batteries()).hasSize(2);
    assertThat(configuration.mqtt()).contains(Defaults.mqtt(new MqttUrl.Embedded(1883)));
  }

  @Test
  void controlCharacterIsFound() {
    assertThat(Texts.problemsIn("a: 1\nb: \u0001\n"))
        .containsExactly("2: a control character; remove it");
  }
}
