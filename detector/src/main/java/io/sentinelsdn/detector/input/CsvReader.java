package io.sentinelsdn.detector.input;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads comma-separated values (RFC 4180) record by record: plain or gzip (told by content), with or without byte order
 * mark, LF or CRLF, fields quoted or not, spaces around fields dropped, blank lines skipped.
 *
 * <p>Owned by one thread.
 */
final class CsvReader implements Closeable {
    private static final int MAX_RECORD_CHARS = 1 << 20;
    private static final int MAX_COLUMNS = 4096;

    private final Path file;
    private final CountingStream counter;
    private final DigestInputStream digest;
    private final BufferedReader in;
    private final StringBuilder field = new StringBuilder();
    private final List<String> fields = new ArrayList<>();
    private long line;
    private int recordChars;
    private boolean previousWasQuote;

    /**
     * Opens a file.
     *
     * @throws IllegalArgumentException if it cannot be opened
     */
    CsvReader(Path file) {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no such data file: " + file);
        }
        try {
            counter = new CountingStream(Files.newInputStream(file));
            digest = new DigestInputStream(new BufferedInputStream(counter, 1 << 16), sha256());
            in = new BufferedReader(new InputStreamReader(unzipped(digest), StandardCharsets.UTF_8), 1 << 16);
            in.mark(1);
            if (in.read() != '\uFEFF') {
                in.reset();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("data file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Goes to the next record.
     *
     * @return false at the end
     * @throws IllegalArgumentException if the file is damaged or a record is larger than 1 MiB
     */
    boolean next() {
        try {
            do {
                line++;
                fields.clear();
                recordChars = 0;
                if (!readRecord()) {
                    return false;
                }
            } while (fields.size() == 1 && fields.get(0).isEmpty());
            return true;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "data file " + file + " is damaged after line " + line + ": " + e.getMessage(), e);
        }
    }

    /** Fields of the record. */
    int size() {
        return fields.size();
    }

    /** A field of the record, trimmed. */
    String field(int column) {
        return fields.get(column);
    }

    /** Line of the file, from 1, on which the record ends. */
    long line() {
        return line;
    }

    /** Share of the file's bytes read, 0 to 1. */
    double progress() throws IOException {
        return Math.min(1, (double) counter.count / Math.max(1, Files.size(file)));
    }

    /** SHA-256 of the file as it lies on disk, hexadecimal; reads what is left of it. */
    String sha256Hex() throws IOException {
        digest.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean readRecord() throws IOException {
        int next = in.read();
        if (next < 0) {
            return false;
        }
        while (true) {
            next = readField(next);
            if (next != ',') {
                return true;
            }
            next = in.read();
        }
    }

    /** Reads one field that starts with {@code next}; returns the character that ended it: ',', '\n' or -1. */
    private int readField(int first) throws IOException {
        field.setLength(0);
        boolean quoted = false;
        int next = first;
        while (next >= 0 && (quoted || (next != ',' && next != '\n'))) {
            if (next == '"') {
                quoted = !quoted;
                if (quoted && previousWasQuote) {
                    field.append('"');
                }
            } else {
                field.append((char) next);
            }
            previousWasQuote = next == '"';
            line += quoted && next == '\n' ? 1 : 0;
            if (++recordChars > MAX_RECORD_CHARS) {
                throw new IllegalArgumentException("data file " + file + ", line " + line + ": a record is larger than "
                        + MAX_RECORD_CHARS + " characters");
            }
            next = in.read();
        }
        previousWasQuote = false;
        if (fields.size() == MAX_COLUMNS) {
            throw new IllegalArgumentException(
                    "data file " + file + ", line " + line + ": more than " + MAX_COLUMNS + " columns");
        }
        fields.add(field.toString().strip());
        return next;
    }

    static InputStream unzipped(InputStream in) throws IOException {
        PushbackInputStream ahead = new PushbackInputStream(in, 2);
        byte[] magic = ahead.readNBytes(2);
        ahead.unread(magic);
        boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(ahead, 1 << 16) : ahead;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Counts bytes as they are read. */
    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value >= 0 ? 1 : 0;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
