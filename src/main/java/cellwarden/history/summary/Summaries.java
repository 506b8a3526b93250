package cellwarden.history.summary;

import cellwarden.file.WholeFile;
import cellwarden.history.HistoryWatcher;
import cellwarden.history.scan.JournalScan;
import cellwarden.history.scan.Stretch;
import cellwarden.journal.Companion;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.JournalReader;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.KnownSegment;
import cellwarden.journal.Segment;
import cellwarden.journal.disk.Disk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the files of a journal come to, and the summaries beside them that keep it. A rotated file
/// never changes, so each is added up once, and again only when the file on the disk is not the one
/// that it was. The current file is added up from where its summary ends.
public final class Summaries {

  /// What is less of the current file is added up at each question.
  private static final long WORTH_KEEPING = 1 << 19;

  private final JournalFiles files;
  private final HistoryWatcher watcher;
  private final Map<String, SummaryFile> found = new HashMap<>();
  private final boolean kept;
  private List<String> names = List.of();
  private Optional<String> trouble = Optional.empty();

  /// @param journal its current file
  /// @param kept false neither reads nor writes summaries
  public Summaries(Path journal, boolean kept, HistoryWatcher watcher) {
    this.files = new JournalFiles(journal);
    this.kept = kept;
    this.watcher = watcher;
  }

  /// Reads the summaries that there are, and then which files there are: those that a summary fits
  /// need not be looked into.
  public JournalSnapshot open() throws IOException {
    if (kept) {
      load();
    }
    List<KnownSegment> known = new ArrayList<>();
    for (SummaryFile summary : found.values()) {
      summary
          .source()
          .ifPresent(source ->
              known.add(new KnownSegment(summary.segment(), source.size(), summary.firstSeq())));
    }
    return JournalReader.of(files.current(), known).snapshot();
  }

  private void load() throws IOException {
    long unfit = 0;
    names = summarised("");
    for (String name : names) {
      Optional<SummaryFile> summary = SummaryFile.read(files.summary(name), name);
      unfit += summary.isEmpty() ? 1 : 0;
      if (fits(summary)) {
        found.put(name, summary.orElseThrow());
      }
    }
    if (unfit > 0) {
      watcher.note(
          (unfit == 1 ? "1 summary" : unfit + " summaries")
              + " of the journal had to be made again (damaged, or of another version)");
    }
  }

  /// Whether there is one that fits the file, as far as its size and age say.
  private boolean fits(Optional<SummaryFile> summary) throws IOException {
    return summary.isPresent()
        && (summary.get().source().isEmpty()
            || summary
                .get()
                .source()
                .equals(SummaryFile.Source.of(files.folder(), summary.get().segment())));
  }

  /// Removes all summaries.
  public void delete() throws IOException {
    for (String ending : List.of("", WholeFile.UNFINISHED)) {
      for (String name : summarised(ending)) {
        delete(name, ending);
      }
    }
  }

  /// Files of the journal that have a summary.
  ///
  /// @param ending what follows the name of the summary
  private List<String> summarised(String ending) throws IOException {
    String whole = JournalFiles.SUMMARY + ending;
    if (!Files.isDirectory(files.folder())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(files.folder())) {
      return all.map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(whole))
          .map(name -> name.substring(0, name.length() - whole.length()))
          .filter(name ->
              files.current().endsWith(name)
                  || (files.isRotated(name) && !name.endsWith(JournalFiles.COMPRESSED)))
          .toList();
    }
  }

  private void delete(String name, String ending) throws IOException {
    Files.deleteIfExists(files.folder().resolve(name + JournalFiles.SUMMARY + ending));
  }

  /// How many files have a summary that fits.
  public int count() {
    return found.size();
  }

  /// Why a summary could not be written; empty where that went well.
  public Optional<String> trouble() {
    return trouble;
  }

  /// All files in the order of writing. What has no summary that fits is added up, and its summary
  /// written.
  public List<Section> sections(JournalSnapshot snapshot) throws IOException, InterruptedException {
    Map<String, List<Section>> sections = new LinkedHashMap<>();
    List<Segment> missing = new ArrayList<>();
    for (Segment segment : snapshot.segments()) {
      SummaryFile summary = found.get(segment.name());
      sections.put(segment.name(), summary == null ? List.of() : summary.sections(segment));
      if (summary == null && !segment.current()) {
        missing.add(segment);
      }
    }
    make(snapshot, missing, JournalScan.Threads.ALL, sections);
    for (Segment segment : snapshot.segments()) {
      if (segment.current()) {
        sections.put(
            segment.name(),
            current(snapshot, segment, sections.getOrDefault(segment.name(), List.of())));
      }
    }
    tidy(snapshot);
    return sections.values().stream().flatMap(List::stream).toList();
  }

  /// Adds up one rotated file alone, unless it has a summary that fits.
  void make(JournalReader reader, String name) throws IOException, InterruptedException {
    if (fits(SummaryFile.read(files.summary(name), name))) {
      return;
    }
    try (JournalSnapshot snapshot = reader.snapshot()) {
      List<Segment> missing =
          snapshot.segments().stream()
              .filter(segment -> !segment.current() && segment.name().equals(name))
              .toList();
      make(snapshot, missing, JournalScan.Threads.ONE, new HashMap<>());
    }
  }

  private void make(
      JournalSnapshot snapshot,
      List<Segment> missing,
      JournalScan.Threads threads,
      Map<String, List<Section>> sections)
      throws IOException, InterruptedException {
    Map<String, SummaryFile.Source> sources = new HashMap<>();
    for (Segment segment : missing) {
      SummaryFile.Source.of(files.folder(), segment.name())
          .ifPresent(source -> sources.put(segment.name(), source));
    }
    scan(
        snapshot,
        missing.stream().map(Stretch::of).toList(),
        threads,
        Optional.empty(),
        made -> {
          Segment segment = missing.get(made.stretch());
          SummaryFile summary =
              SummaryFile.of(
                  segment.name(),
                  Optional.ofNullable(sources.get(segment.name())),
                  segment.firstSeq(),
                  Optional.empty(),
                  made.text());
          sections.put(segment.name(), summary.sections(segment));
          if (summary.source().isPresent()) {
            write(summary);
          }
        });
  }

  private void scan(
      JournalSnapshot snapshot,
      List<Stretch> stretches,
      JournalScan.Threads threads,
      Optional<Section> begun,
      SummaryMaker.Done done)
      throws IOException, InterruptedException {
    SummaryMaker maker = new SummaryMaker(stretches, done);
    begun.ifPresent(maker::resume);
    JournalScan.run(snapshot, stretches, SummaryMaker.PLAN, threads, watcher, maker);
  }

  /// The current file: what its summary has of it, and the lines that follow.
  private List<Section> current(JournalSnapshot snapshot, Segment segment, List<Section> summary)
      throws IOException, InterruptedException {
    SummaryFile file = found.get(segment.name());
    boolean fits =
        file != null && file.beginning().isPresent() && file.beginning().get().isIn(snapshot);
    List<Section> known = new ArrayList<>(fits ? summary : List.of());
    long begin = known.isEmpty() ? 0 : known.getLast().stretch().to();
    Optional<Section> begun =
        known.isEmpty() || !SummaryMaker.hasRoom(known.getLast())
            ? Optional.empty()
            : Optional.of(known.removeLast());
    List<SummaryMaker.Made> made = new ArrayList<>();
    Stretch rest = new Stretch(segment, begin, Stretch.END);
    scan(snapshot, List.of(rest), JournalScan.Threads.ALL, begun, made::add);
    StringBuilder text = new StringBuilder();
    known.forEach(section -> text.append(section.text()));
    made.forEach(added -> text.append(added.text()));
    Optional<SummaryFile.Beginning> beginning = Optional.empty();
    if (!made.isEmpty() && made.getFirst().end() - begin >= WORTH_KEEPING) {
      beginning = SummaryFile.Beginning.of(snapshot, made.getFirst().end());
    }
    SummaryFile grown =
        SummaryFile.of(
            segment.name(), Optional.empty(), segment.firstSeq(), beginning, text.toString());
    if (beginning.isPresent()) {
      write(grown);
    } else if (!fits) {
      found.remove(segment.name());
    }
    return grown.sections(segment);
  }

  private void write(SummaryFile summary) {
    if (!kept || trouble.isPresent()) {
      return;
    }
    try {
      summary.write(files.summary(summary.segment()));
      found.put(summary.segment(), summary);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      // Another program writes the same one at this moment.
      found.put(summary.segment(), summary);
    } catch (IOException e) {
      String reason = Disk.reason(e);
      trouble = Optional.of(reason);
      watcher.note(
          "no summaries can be written beside "
              + files.current()
              + " ("
              + reason
              + "), so what has none is read at each question");
    }
  }

  private static boolean isThere(JournalSnapshot snapshot, String name) {
    return snapshot.segments().stream().anyMatch(segment -> segment.name().equals(name));
  }

  /// Removes the summaries of files that are gone, and the index of an earlier version.
  private void tidy(JournalSnapshot snapshot) {
    try {
      for (String name : names) {
        if (!found.containsKey(name) || !isThere(snapshot, name)) {
          delete(name, "");
        }
      }
      Path index = files.beside(Companion.INDEX);
      if (kept && Files.isRegularFile(index, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(index);
        Files.deleteIfExists(index.resolveSibling(index.getFileName() + "-journal"));
        watcher.note("index " + index + " of an earlier version was removed; summaries replace it");
      }
    } catch (IOException e) {
      // They do no harm.
    }
  }
}
