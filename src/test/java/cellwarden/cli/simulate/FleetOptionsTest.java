package cellwarden.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nonsense is refused in one sentence, before anything is started.
final class FleetOptionsTest {

  private static final String BROKER = " --broker mqtt://127.0.0.1:1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --fleet 0                           | --fleet is 1 to 100000 batteries
          --fleet 100001                      | --fleet is 1 to 100000 batteries
          --fleet 10 --sites 11               | --sites is 1 to 10 for 10 batteries, since a site has 1 to 500 of them
          --fleet 10 --sites 0                | --sites is 1 to 10 for 10 batteries, since a site has 1 to 500 of them
          --fleet 1001 --sites 2              | --sites is 3 to 1001 for 1001 batteries, since a site has 1 to 500 of them
          --fleet 10 --interval 500ms         | --interval is 1s to 1d with --fleet
          --fleet 10 --interval 2d            | --interval is 1s to 1d with --fleet
          --fleet 10 --listen tcp:127.0.0.1:1 | simulate takes either --listen, such as tcp:127.0.0.1:8899, or --journal, or --fleet
          --fleet 10 --name a                 | --fleet goes with --broker, --sites, --interval, --prefix, --dir and --seed only
          --fleet 10 --battery sim:16s        | --fleet goes with --broker, --sites, --interval, --prefix, --dir and --seed only
          --listen tcp:127.0.0.1:1            | --broker, --sites, --prefix, --dir and --seed go with --fleet only
          """)
  void isRefused(String options, String sentence) {
    assertRefused(options + BROKER, sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --fleet 10                                    | --fleet needs the --broker of its sites, such as mqtt://127.0.0.1:1883
          --fleet 10 --broker embedded:                 | --fleet needs the --broker of its sites, such as mqtt://127.0.0.1:1883
          --fleet 10 --broker http://a                  | expected an MQTT URL
          --fleet 10 --broker mqtt://a --prefix a/b     | expected 1 to 64 letters, digits or -, with single _ between them
          --fleet 10 --broker mqtt://a --prefix a_      | expected 1 to 64 letters, digits or -, with single _ between them
          --fleet many --broker mqtt://a                | '--fleet'
          --fleet 10 --broker mqtt://a --dir /dev/null  | the folder /dev/null cannot be made
          """)
  void isRefusedAsItStands(String options, String sentence) {
    assertRefused(options, sentence);
  }

  private static void assertRefused(String options, String sentence) {
    Cli.Result result =
        Cli.run(
            Stream.concat(Stream.of("simulate"), Stream.of(options.split(" +")))
                .toArray(String[]::new));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains(sentence).hasLineCount(1);
  }
}
