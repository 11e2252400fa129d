"""What happens to a knowledge base when processes are killed, disks are full and files are damaged."""
