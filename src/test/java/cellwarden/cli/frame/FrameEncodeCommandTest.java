package cellwarden.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrameEncodeCommandTest {

  /// Checksums by hand: 0x10000 minus the sum of register, length and data.
  @ParameterizedTest
  @CsvSource({
    "read 03, dda50300fffd77",
    "read 3, dda50300fffd77",
    "read 0x03, dda50300fffd77",
    "read 0XaB, dda5ab00ff5577",
    "read FA 000102, dda5fa03000102ff0077",
    "read FA 00 01 02, dda5fa03000102ff0077",
    "write E1 0002, dd5ae1020002ff1b77",
    "write e1 00 02, dd5ae1020002ff1b77",
    "write E1 00:02, dd5ae1020002ff1b77",
    "write E1 0x00 0x02, dd5ae1020002ff1b77",
    "module 17, ffaa170017",
    "module 07 --text XYZ, ffaa070358595a15",
    "module 15 --data 303132, ffaa1503303132ab",
    "module 16 --text 12, ffaa160231327b",
  })
  void printsLowerCaseHex(String args, String frame) {
    assertThat(encode(args)).isEqualTo(new Cli.Result(0, frame + "\n", ""));
  }

  /// (01 xor 61) + 02 = 62, (02 xor 62) + 02 = 62, …, and the sum of 18, 06 and six times 62 ends
  /// in 6A.
  @ParameterizedTest
  @CsvSource({
    "--mac 01:02:03:04:05:06 --random 2 --password abcdef",
    "--mac 01-02-03-04-05-06 --random 02 --password abcdef",
    "--mac 010203040506 --random 0x02 --password abcdef",
  })
  void scramblesThePassword(String options) {
    assertThat(encode("module 18 " + options).out()).isEqualTo("ffaa18066262626262626a\n");
  }

  /// With an address and a random byte of zeros the secret stands in clear: J B D b t p w d ! @ # 2
  /// 0 2 3.
  @ParameterizedTest
  @CsvSource({"1D", "1d", "0x1D"})
  void scramblesTheRootSecret(String number) {
    assertThat(encode("module " + number + " --mac 00:00:00:00:00:00 --random 0").out())
        .isEqualTo("ffaa1d0f4a424462747077642140233230323368\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "read 100 | the register '100' is not a hexadecimal number from 00 to FF",
        "read -1 | the register '-1' is not a hexadecimal number",
        "read FA 0 | the data has 1 hexadecimal digits, but a byte needs two of them",
        "write E1 00zz | character 3 of the data is not a hexadecimal digit",
        "module 17 --data 0 | the data has 1 hexadecimal digits",
        "module 17 --data 00 --text A | --text and --data say the same thing in two ways: give one",
        "module 17 --mac 01:02:03:04:05:06 | only module 18 and 1D take --mac",
        "module 18 --mac 01:02:03:04:05:06 --random 2 | module 18 takes --mac, --random and",
        "module 18 --mac 01:02:03 --random 2 --password abcdef | '01:02:03' is not a Bluetooth address",
        "module 18 --mac 01:02:03:04:05:06 --random x --password abcdef | the random byte 'x' is",
        "module 18 --mac 01:02:03:04:05:06 --random 2 --password abc | a module password is six",
        "module 1D --random 2 | module 1D takes --mac and --random, both and nothing else",
        "module 07 --text ü | the text of a module frame is at most 255 printable ASCII characters",
        "module XX | the module command 'XX' is not a hexadecimal number",
        "write E1 | missing required parameter: 'DATA'",
      })
  void refusesInOneSentence(String args, String sentence) {
    Cli.Result result = encode(args);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("cellwarden: " + sentence);
  }

  private static Cli.Result encode(String args) {
    return Cli.run(("frame encode " + args).split(" ", -1));
  }
}
