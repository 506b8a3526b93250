package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.output.delivery.SeqRanges.SeqRange;
import cellwarden.testing.CapturedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeliveryFileTest {

  private static final DeliveryState STATE =
      new DeliveryState(184_468, List.of(new SeqRange(184_000, 184_100), new SeqRange(7, 7)));

  @TempDir private Path folder = Path.of("");
  private Path path = Path.of("");

  @BeforeEach
  void choosePlace() {
    path = folder.resolve("bms_data.mqtt.json");
  }

  @Test
  void keepsTheStateInOneObject() throws IOException {
    file().save(0, STATE);

    assertThat(path)
        .hasContent("{\"next\":184468,\"pending\":[[184000,184100],[7,7]],\"check\":\"da20c538\"}");
    assertThat(file().load()).contains(STATE);
  }

  @Test
  void replacesTheFileAndLeavesOnlyItsCopyBeside() throws IOException {
    DeliveryFile file = file();
    file.save(0, STATE);
    file.save(0, DeliveryState.atTheEnd(8));

    assertThat(Destinations.saved(path)).isEqualTo("{\"next\":9,\"pending\":[]}");
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("bms_data.mqtt.json", "bms_data.mqtt.json.copy");
  }

  @Test
  void knowsNothingWhereThereIsNoFile() throws IOException {
    try (CapturedLog log = CapturedLog.start()) {
      assertThat(file().load()).isEmpty();
      assertThat(log.messages("WARN")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{\"next\":0,\"pending\":[]}",
        "{\"next\":-1,\"pending\":[]}",
        "{\"next\":9223372036854775807,\"pending\":[]}",
        "{\"next\":9223372036854775808,\"pending\":[]}",
        "{\"next\":9,\"pending\":[[1,9223372036854775807]]}",
        "{\"next\":9,\"pending\":[[1,9007199254740992]]}",
        "{\"next\":9,\"pending\":[[0,3]]}",
        "{\"next\":9,\"pending\":[[1,1e3]]}",
        "{\"next\":9,\"pending\":[[1]]}",
        "{\"next\":9,\"pending\":[[4,3]]}",
        "{\"next\":9,\"pending\":[[1,2]",
        "{\"next\":9,\"pending\":[[1,\"2\"]]}",
        "\0\0\0\0\0\0\0\0",
      })
  void keepsWhatIsNoStateUnderAnotherNameAndSaysSo(String content) throws IOException {
    Files.writeString(path, content);
    try (CapturedLog log = CapturedLog.start()) {
      assertThat(file().load()).isEmpty();
      assertThat(log.messages("WARN"))
          .singleElement()
          .asString()
          .startsWith("mqtt: " + path + " is damaged (")
          .endsWith("the old file is now " + path + ".damaged");
    }
    assertThat(folder.resolve("bms_data.mqtt.json.damaged")).hasContent(content);
    assertThat(path).doesNotExist();
  }

  @Test
  void readsWhatALaterVersionMayAdd() throws IOException {
    Files.writeString(
        path, "{\"version\":2,\"next\":9,\"more\":[7],\"pending\":[[4,5]],\"check\":\"62faaf5b\"}");
    assertThat(file().load()).contains(new DeliveryState(9, List.of(new SeqRange(4, 5))));
  }

  @Test
  void readsWhatAnEarlierVersionLeft() throws IOException {
    Files.writeString(path, "{\"next\":9,\"pending\":[[4,5]]}");
    assertThat(file().load()).contains(new DeliveryState(9, List.of(new SeqRange(4, 5))));
  }

  /// A digit that a disk turned over would be samples that nobody gets.
  @Test
  void believesNoByteThatWasTurnedOver() throws IOException {
    file().save(0, STATE);
    byte[] right = Files.readAllBytes(path);
    for (int bit = 0; bit < 8 * right.length; bit++) {
      byte[] damaged = right.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(path, damaged);
      try (CapturedLog log = CapturedLog.start()) {
        assertThat(file().load()).as("bit %s", bit).contains(STATE);
        assertThat(log.messages("WARN"))
            .singleElement()
            .asString()
            .startsWith("mqtt: " + path + " is damaged (")
            .endsWith(
                ") and its copy has taken its place; nothing is missed, the old file is now "
                    + path
                    + ".damaged");
      }
      assertThat(path).hasBinaryContent(right);
      assertThat(folder.resolve("bms_data.mqtt.json.damaged")).hasBinaryContent(damaged);
    }
  }

  @Test
  void beginsAgainWithoutAFileWhateverACopySays() throws IOException {
    file().save(0, STATE);
    Files.delete(path);
    assertThat(file().load()).isEmpty();
  }

  @Test
  void readsNoFileThatIsLargerThanAnyState() throws IOException {
    byte[] large = new byte[53_000_000];
    Arrays.fill(large, (byte) ' ');
    byte[] state = "{\"next\":9,\"pending\":[]}".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(state, 0, large, 0, state.length);
    Files.write(path, large);
    try (CapturedLog log = CapturedLog.start()) {
      assertThat(file().load()).isEmpty();
      assertThat(log.messages("WARN")).singleElement().asString().contains(" is damaged (");
    }
  }

  @Test
  void waitsForNobodyAtTheOtherEndOfAPipe() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    try (CapturedLog log = CapturedLog.start()) {
      assertThatThrownBy(file()::load).isInstanceOf(IOException.class);
      assertThat(log.messages("WARN"))
          .singleElement()
          .asString()
          .contains("cannot be read (it is no regular file)");
    }
  }

  @Test
  void leavesAloneWhatALinkInPlaceOfItsFilesLeadsTo() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    for (String ending : List.of("", ".cellwarden.tmp", ".copy")) {
      Files.createSymbolicLink(folder.resolve("bms_data.mqtt.json" + ending), victim);
    }
    assertThat(file().save(0, STATE)).isTrue();
    assertThat(victim).hasContent("precious");
    assertThat(file().load()).contains(STATE);
  }

  @Test
  void doesNotTakeAFileThatCannotBeReadForOneThatIsNotThere() throws IOException {
    Files.createDirectory(path);
    DeliveryFile file = file();
    try (CapturedLog log = CapturedLog.start()) {
      assertThatThrownBy(file::load).isInstanceOf(IOException.class);
      assertThatThrownBy(file::load).isInstanceOf(IOException.class);
      assertThat(log.messages("WARN")).singleElement().asString().contains("cannot be read");
    }
  }

  @Test
  void saysOnceThatItCannotWriteAndGoesOn() throws IOException {
    Path missing = folder.resolve("missing");
    DeliveryFile file = new DeliveryFile(missing.resolve("bms_data.mqtt.json"), Destinations.WORDS);
    try (CapturedLog log = CapturedLog.start()) {
      assertThat(file.save(0, STATE)).isFalse();
      assertThat(file.save(0, STATE)).isFalse();
      assertThat(log.messages("WARN")).singleElement().asString().contains("cannot be written");

      Files.createDirectory(missing);
      assertThat(file.save(0, STATE)).isTrue();
      assertThat(file.load()).contains(STATE);
      assertThat(log.messages("WARN")).hasSize(1);
    }
  }

  @Test
  void savesInAThreadThatIsInterrupted() {
    Thread.currentThread().interrupt();
    file().save(0, STATE);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(path).content().startsWith("{\"next\":184468");
  }

  @Test
  void forgets() {
    DeliveryFile file = file();
    file.save(0, STATE);
    file.delete();

    assertThat(folder).isEmptyDirectory();
  }

  private DeliveryFile file() {
    return new DeliveryFile(path, Destinations.WORDS);
  }
}
