import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Gives the classes of old libraries a format that the start-up cache can hold: those up to format
/// 49 (Java 5) are read from their jar at each start and verified the old way. What they do stays
/// the same; only the frames that the verifier wants are added.
///
/// Run by the build: `java ModernClasses.java FOLDER` goes through the jars of a folder.
final class ModernClasses {

  private static final int NEWEST_OLD_FORMAT = 49;
  private static final int FORMAT = ClassFile.JAVA_17_VERSION;
  private static final int FORMAT_AT = 6;
  private static final String CLASS = ".class";
  private static final String NOTE = "META-INF/CONVERTED.txt";
  private static final String NOTE_TEXT =
      "The build of Cellwarden gave the classes of this jar a newer format. Nothing else is changed.\n";

  private ModernClasses() {}

  /// @param args the folder
  public static void main(String[] args) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        Map<String, byte[]> entries = read(jar);
        if (entries.entrySet().stream().anyMatch(ModernClasses::isOld)) {
          write(jar, entries);
        }
      }
    }
  }

  private static boolean isOld(Map.Entry<String, byte[]> entry) {
    byte[] bytes = entry.getValue();
    return entry.getKey().endsWith(CLASS)
        && (((bytes[FORMAT_AT] & 0xFF) << Byte.SIZE) | (bytes[FORMAT_AT + 1] & 0xFF))
            <= NEWEST_OLD_FORMAT;
  }

  private static Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static void write(Path jar, Map<String, byte[]> entries) throws IOException {
    ClassFile format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ConstantPoolSharingOption.NEW_POOL,
            ClassHierarchyResolverOption.of(
                hierarchy(entries).orElse(ClassHierarchyResolver.defaultResolver())));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        add(
            out,
            entry.getKey(),
            isOld(entry) ? converted(format, entry.getValue()) : entry.getValue());
      }
      add(out, NOTE, NOTE_TEXT.getBytes(StandardCharsets.UTF_8));
    }
    Path unfinished = jar.resolveSibling(jar.getFileName() + ".tmp");
    Files.write(unfinished, bytes.toByteArray());
    Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The same time in each entry: the same jar gives the same bytes.
  private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    out.putNextEntry(entry);
    out.write(content);
  }

  /// Each method is written again, since one that is only copied gets no frames.
  private static byte[] converted(ClassFile format, byte[] old) {
    return format.transformClass(
        format.parse(old),
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
            .andThen(ClassTransform.endHandler(made -> made.withVersion(FORMAT, 0))));
  }

  private static ClassHierarchyResolver hierarchy(Map<String, byte[]> entries) {
    return ClassHierarchyResolver.ofResourceParsing(type -> {
      String name = type.descriptorString();
      byte[] own = entries.get(name.substring(1, name.length() - 1) + CLASS);
      return own == null ? null : new ByteArrayInputStream(own);
    });
  }
}
