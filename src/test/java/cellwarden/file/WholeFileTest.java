package cellwarden.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.SmallDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {

  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void writeTheOldOne() throws IOException {
    file = Files.writeString(folder.resolve("state"), "old");
  }

  @Test
  void takesThePlaceOfTheOldOneOnlyWhenItIsFinished() throws IOException {
    try (WholeFile whole = WholeFile.begin(file)) {
      whole.out().write(NEW);
      assertThat(file).hasContent("old");
      whole.finish();
      assertThat(file).hasContent("new");
    }
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  @Test
  void isMadeWhereThereWasNone() throws IOException {
    Files.delete(file);
    WholeFile.write(file, NEW, WholeFile.Option.FORCED);
    assertThat(file).hasContent("new");
    assertThatThrownBy(() -> WholeFile.write(folder.resolve("missing/state"), NEW))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void leavesTheOldOneAloneWhereItIsNotFinished() throws IOException {
    try (WholeFile whole = WholeFile.begin(file)) {
      whole.out().write(NEW);
    }
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  /// A real one, which only root can make.
  @Test
  void aFullDiskLeavesTheOldOneAlone() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    try (SmallDisk _ = SmallDisk.mount(disk, "64k")) {
      Path state = Files.writeString(disk.resolve("state"), "old");
      assertThatThrownBy(() -> WholeFile.write(state, new byte[100_000]))
          .hasMessage("No space left on device");
      assertThat(state).hasContent("old");
      assertThat(disk.toFile().list()).containsExactly("state");
    }
  }

  @Test
  void whatKillsLeaveIsGoneAfterTheNext() throws IOException {
    for (int kill = 0; kill < 3; kill++) {
      WholeFile.begin(file).out().write(NEW);
      assertThat(file).hasContent("old");
      assertThat(folder.toFile().list()).containsExactlyInAnyOrder("state", "state.cellwarden.tmp");
    }
    WholeFile.write(file, NEW);
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  /// The first would put half of the second's in the place.
  @Test
  void isRefusedWhereAnotherBeganMeanwhile() throws IOException {
    WholeFile first = WholeFile.begin(file);
    try (WholeFile second = WholeFile.begin(file)) {
      second.out().write(NEW, 0, 1);
      assertThatThrownBy(first::finish).hasMessage("another program writes it at the same time");
      first.close();
      assertThat(file).hasContent("old");
      second.out().write(NEW, 1, 2);
      second.finish();
    }
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  @Test
  void belongsToItsOwnerAloneFromTheBeginningWhereThatIsAsked() throws IOException {
    try (WholeFile whole = WholeFile.begin(file, WholeFile.Option.PRIVATE)) {
      assertThat(rights(whole.path())).isEqualTo("rw-------");
      whole.finish();
    }
    assertThat(rights(file)).isEqualTo("rw-------");
  }

  @Test
  void hasTheRightsOfTheOldOneWhereThatIsAsked() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
    WholeFile.write(file, NEW, WholeFile.Option.WITH_RIGHTS);
    assertThat(rights(file)).isEqualTo("rw-r-x--x");
    WholeFile.write(folder.resolve("first"), NEW, WholeFile.Option.WITH_RIGHTS);
    assertThat(folder.resolve("first")).hasContent("new");
  }

  @Test
  void hasTheRightsOfAnyNewFileElse() throws IOException {
    WholeFile.write(file, NEW);
    assertThat(rights(file)).isEqualTo(rights(Files.createFile(folder.resolve("other"))));
  }

  @Test
  void writesNothingWhereALinkLeads() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
    Files.createSymbolicLink(folder.resolve("link.cellwarden.tmp"), victim);
    WholeFile.write(link, NEW);
    assertThat(victim).hasContent("precious");
    assertThat(link).isRegularFile().hasContent("new");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void leavesAloneWhatOthersCallTemporary() throws IOException {
    Path other = Files.writeString(folder.resolve("state.tmp"), "precious");
    WholeFile.write(file, NEW);
    assertThat(other).hasContent("precious");
  }

  @Test
  void isWrittenInAThreadThatIsInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    WholeFile.write(file, NEW, WholeFile.Option.FORCED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("new");
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
