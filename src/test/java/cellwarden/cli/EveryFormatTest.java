package cellwarden.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.energy.Energy;
import cellwarden.energy.JournalledEnergy;
import cellwarden.journal.Journal;
import cellwarden.output.delivery.Backfill;
import cellwarden.output.delivery.BackfillSettings;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.delivery.DeliveryFile;
import cellwarden.output.delivery.Destination;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Journals of each format that was ever written are read, as they lie in the resources: what the
/// next format needs is in the README there.
final class EveryFormatTest {

  private static final String FIELDS =
      "seq,clock,voltage,current,power,soc,remaining_capacity,nominal_capacity,cycles,cells,cell_min,cell_max,"
          + "cell_avg,cell_delta,cell_min_number,cell_max_number,temperatures,balancing,protections,charge_fet,"
          + "discharge_fet,production_date,software_version,hardware_version,soc_by_capacity,full_charge_capacity,"
          + "balance_current,warnings,current_limiter,heating,energy_charged,energy_discharged,charge_in,charge_out,"
          + "energy_covered,link.attempts,link.connect_ms,link.read_ms,link.rssi,link.stack,suspect";
  private static final Pattern SAMPLE = Pattern.compile("\\{\"seq\":(\\d+),.*\\}");
  private static final Pattern SOURCE = Pattern.compile("^\\d+ (\\d{19})$", Pattern.MULTILINE);

  @TempDir private Path folder = Path.of("");

  /// What a journal holds beside what its own files say.
  ///
  /// @param name of its folder
  /// @param since begin of the hours in hours.csv
  /// @param until their end
  /// @param counters of myBattery
  /// @param missed numbers of the samples that the broker is still owed
  /// @param next number of the next sample
  record Format(
      String name, String since, String until, Energy counters, List<Long> missed, long next) {}

  static Stream<Format> formats() {
    return Stream.of(
        new Format(
            "2026-11-22",
            "2026-11-22T16:00Z",
            "2026-11-22T20:00Z",
            new Energy(0, 76.5283, 0, 5.7583, Duration.ofMillis(1_860_000)),
            List.of(2L, 4L, 6L, 8L),
            1009),
        new Format(
            "2026-11-29",
            "2026-11-27T00:00Z",
            "2026-11-27T06:00Z",
            new Energy(0, 124.6943, 0, 9.4112, Duration.ofMillis(19_879_988)),
            List.of(13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L, 21L),
            22));
  }

  @Test
  void isTestedForEachFolder() throws Exception {
    try (Stream<Path> files = Files.list(resource(""))) {
      assertThat(files.filter(Files::isDirectory))
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrderElementsOf(formats().map(Format::name).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void isRight(Format format) throws Exception {
    assertThat(asked("journal", "verify", copy(format).toString()))
        .isEqualTo(expected(format, "verify.txt"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void givesEachSample(Format format) throws Exception {
    assertThat(history(format, "--samples", "--fields", FIELDS, "--since", "1970-01-01"))
        .isEqualTo(expected(format, "samples.csv"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void givesHoursByTheSummariesAndWithoutThem(Format format) throws Exception {
    String[] hours = {
      "--every", "1h", "--fields", "soc,power", "--since", format.since, "--until", format.until
    };
    String expected = expected(format, "hours.csv");

    assertThat(history(format, hours)).isEqualTo(expected);
    assertThat(
            history(
                format,
                Stream.concat(Stream.of(hours), Stream.of("--no-index")).toArray(String[]::new)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void goesOn(Format format) throws Exception {
    Path file = copy(format);
    Map<Long, String> lines = samples(format);
    List<String> delivered = new CopyOnWriteArrayList<>();
    try (Journal journal = Journal.open(Defaults.journal(file))) {
      assertThat(
              new JournalledEnergy(journal, Runnable::run).last("myBattery").orElseThrow().energy())
          .isEqualTo(format.counters);

      Destination.Words words =
          new Destination.Words("mqtt", "the broker", battery -> battery, "let it publish");
      BackfillSettings settings = BackfillSettings.with(Optional.empty());
      DeliveryFile state = new DeliveryFile(folder.resolve("bms_data.mqtt.json"), words);
      Delivery delivery = Delivery.of(journal, state, settings);
      Backfill backfill = new Backfill(words, journal, delivery, settings, InstantSource.system());
      backfill.begin((_, json) -> delivered.add(new String(json, StandardCharsets.UTF_8)));
      Guard.await("the delivery", () -> delivery.missedCount() == 0);
      backfill.end();
      assertThat(delivered).isEqualTo(format.missed.stream().map(lines::get).toList());

      assertThat(journal.append(Samples.aSample()).seq()).hasValue(format.next);
    }
  }

  private String history(Format format, String... arguments) throws Exception {
    String file = copy(format).toString();
    return asked(
        Stream.concat(
                Stream.of(
                    "history", "myBattery", "--journal", file, "--format", "csv", "--zone", "UTC"),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static String asked(String... arguments) {
    Cli.Result result = Cli.run(arguments);
    assertThat(result.status()).as(result.err()).isZero();
    return result.out().replace("\r\n", "\n");
  }

  /// The journal in a folder of the test's own.
  ///
  /// @return its current file
  private Path copy(Format format) throws Exception {
    for (Path file : files(format)) {
      Files.copy(
          file, folder.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
    }
    // A summary fits the file of that time.
    for (Path file : files(format)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".summary")) {
        Matcher source = SOURCE.matcher(Files.readString(file));
        Path compressed = folder.resolve(name.replace(".summary", ".gz"));
        if (source.find()) {
          Files.setLastModifiedTime(
              compressed, FileTime.from(Long.parseLong(source.group(1)), TimeUnit.NANOSECONDS));
        }
      }
    }
    return folder.resolve("bms_data.jsonl");
  }

  /// The lines of samples by their numbers, as they lie on the disk.
  private static Map<Long, String> samples(Format format) throws Exception {
    return files(format).stream()
        .filter(file -> file.toString().contains(".jsonl") && !file.toString().endsWith(".summary"))
        .flatMap(EveryFormatTest::lines)
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .collect(toMap(line -> Long.valueOf(line.group(1)), Matcher::group));
  }

  private static Stream<String> lines(Path file) {
    try (InputStream in = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Format format) throws Exception {
    try (Stream<Path> files = Files.list(resource(format.name))) {
      return files.filter(file -> file.getFileName().toString().startsWith("bms_data")).toList();
    }
  }

  private static String expected(Format format, String file) throws Exception {
    return Files.readString(resource(format.name).resolve(file));
  }

  private static Path resource(String name) throws Exception {
    URI folder =
        Objects.requireNonNull(EveryFormatTest.class.getResource("/cellwarden/journals/" + name))
            .toURI();
    return Path.of(folder);
  }
}
