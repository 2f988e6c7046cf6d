"""The actions of the interface. The keys, texts and place of each action are declared here once."""
