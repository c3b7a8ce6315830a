package io.sentinelsdn.detector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    @TempDir
    Path dir;

    @Test
    void shouldReadMarkCarriageReturnsSpacesAndBlankLines() throws IOException {
        assertThat(read(TestFiles.write(dir, "\uFEFFa, b ,c\r\n1 ,2,\r\n\r\n3,4,5")))
                .containsExactly(List.of("a", "b", "c"), List.of("1", "2", ""), List.of("3", "4", "5"));
    }

    @Test
    void shouldReadQuotedCommasQuotesAndLineBreaks() throws IOException {
        assertThat(read(TestFiles.write(dir, "\"a,b\",\"say \"\"hi\"\"\"\n\"x\ny\",\"\"\"\"\n")))
                .containsExactly(List.of("a,b", "say \"hi\""), List.of("x\ny", "\""));
    }

    @Test
    void shouldReadGzipByContent() throws IOException {
        assertThat(read(TestFiles.writeGzip(dir, "a,b\n1,2\n"))).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void shouldCountLinesAsAnEditorDoes() throws IOException {
        try (CsvReader csv = new CsvReader(TestFiles.write(dir, "a\n\n\"1\n2\"\n3\n"))) {
            csv.next();
            assertThat(csv.line()).isEqualTo(1);
            csv.next();
            assertThat(csv.line()).isEqualTo(4);
            csv.next();
            assertThat(csv.line()).isEqualTo(5);
        }
    }

    @Test
    void shouldTakeTheDigestOfTheFileOnDisk() throws IOException {
        try (CsvReader csv = new CsvReader(TestFiles.write(dir, "abc"))) {
            assertThat(csv.sha256Hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void shouldRefuseATruncatedGzip() throws IOException {
        Path file = TestFiles.writeGzip(dir, "a,b\n" + "1,2\n".repeat(100_000));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + " is damaged after line ");
    }

    @Test
    void shouldRefuseAnEndlessRecord() throws IOException {
        Path file = TestFiles.write(dir, "a\n\"" + "x".repeat(1 << 20) + "x");
        assertThatThrownBy(() -> read(file)).hasMessageContaining("line 2: a record is larger than");
    }

    private static List<List<String>> read(Path file) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try (CsvReader csv = new CsvReader(file)) {
            while (csv.next()) {
                List<String> record = new ArrayList<>();
                for (int i = 0; i < csv.size(); i++) {
                    record.add(csv.field(i));
                }
                records.add(record);
            }
        }
        return records;
    }
}
