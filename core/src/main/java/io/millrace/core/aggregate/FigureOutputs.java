package io.millrace.core.aggregate;

/** Where figures are said, in the order they are said. */
public interface FigureOutputs {
    void figure(Figure figure);

    void downtime(Downtime downtime);

    void contribution(Contribution contribution);
}
