"""Files read by several machines: the ``Readers`` of a Ray cluster.

``connecting`` finds the cluster and checks its machines, ``flights`` sends jobs and brings back answers, ``reading`` makes jobs of
files and Documents of answers; ``jobs`` is what travels, ``node`` what runs there. Whoever may connect to a Ray cluster may run any
program on it: it belongs into a network of its own.
"""
