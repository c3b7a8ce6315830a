package io.sentinelsdn.detector.input;

import java.util.List;

/** One known way to write flows as columns. */
interface Layout {
    /** Its name, for people. */
    String name();

    /** Columns without which it is not this layout; the label column is apart. */
    List<String> columns();

    /** Where the label is when nobody says otherwise: the first of these that is there. */
    List<String> labelColumns();

    /** Starts reading: the mapper is called once a record. */
    Mapper mapper(Columns columns, String labelColumn, LabelledFlows out);

    /** Maps the records of one file. */
    interface Mapper {
        /**
         * Takes the current record.
         *
         * @throws BadValue if it cannot be used
         */
        void record() throws BadValue;

        /** After the last record. */
        default void end() {}
    }
}
