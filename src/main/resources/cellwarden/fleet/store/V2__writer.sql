-- Who only reads makes no partitions. Who only writes is allowed to, and need not be allowed to make tables for it:
-- the function runs as its owner.
revoke execute on function make_sample_partition(date) from public;
